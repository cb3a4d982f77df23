import type { NextConfig } from "next";

const config: NextConfig = {
  output: "export",
  trailingSlash: false,
  images: { unoptimized: true },
  reactStrictMode: true,
  reactCompiler: false,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  turbopack: {
    root: import.meta.dirname,
    resolveAlias: {
      buffer: { browser: "./src/lib/no-buffer.ts" },
      "next/dist/compiled/buffer": { browser: "./src/lib/no-buffer.ts" },
      re2js: { browser: "./src/lib/no-re2js.ts" },
    },
  },
};

export default config;
