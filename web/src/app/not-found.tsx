import Link from "next/link";
import { NoticePage } from "@/components/notice-page";
import { Button } from "@/components/ui/button";

export default function NotFound() {
  return (
    <NoticePage
      heading="There is nothing here"
      actions={
        <Button asChild variant="ember">
          <Link href="/">Go to your threads</Link>
        </Button>
      }
    >
      <p>The address may be old, or mistyped.</p>
    </NoticePage>
  );
}
