import type { NextConfig } from "next";

const config: NextConfig = {
  output: "export",
  trailingSlash: false,
  images: { unoptimized: true },
  reactStrictMode: true,
  reactCompiler: false,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  turbopack: { root: import.meta.dirname },
};

export default config;
