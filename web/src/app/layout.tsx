import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { fonts } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: "Hearth",
  description: "A private place to talk with AI, for you and your people.",
  applicationName: "Hearth",
  manifest: "/manifest.webmanifest",
  icons: {
    icon: [
      { url: "/icon.svg", type: "image/svg+xml" },
      { url: "/icon-192.png", sizes: "192x192", type: "image/png" },
    ],
    apple: "/apple-touch-icon.png",
  },
  appleWebApp: { capable: true, title: "Hearth", statusBarStyle: "default" },
  formatDetection: { telephone: false, email: false, address: false },
  referrer: "no-referrer",
  robots: { index: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  interactiveWidget: "resizes-content",
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fcfaf6" },
    { media: "(prefers-color-scheme: dark)", color: "#151210" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={fonts} suppressHydrationWarning>
      <head>
        {/* Before the first paint: the theme and the room to show, then where the servers are. */}
        <script src="/theme.js" />
        <script src="/config.js" />
      </head>
      <body>{children}</body>
    </html>
  );
}
