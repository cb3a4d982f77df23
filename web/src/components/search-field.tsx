import { Search } from "lucide-react";
import { Input } from "./ui/field";

type SearchFieldProps = { label: string; value: string; onChange: (text: string) => void };

export function SearchField({ label, value, onChange }: SearchFieldProps) {
  return (
    <div role="search" className="relative">
      <Search
        aria-hidden
        className="pointer-events-none absolute start-3 top-1/2 size-4 -translate-y-1/2 text-soft"
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        className="fine:h-9 fine:text-sm border-transparent bg-pressed ps-9 [&::-webkit-search-cancel-button]:appearance-none"
      />
    </div>
  );
}
