/** The security headers that Hosting serves, and why each thing that they allow is needed. */

const DEFAULT = "'self'";

/** One directive a line; what is not named falls back to `default-src`. */
const DIRECTIVES = {
  "default-src": [DEFAULT],
  // Google's sign-in window is opened by a script of Google's.
  "script-src": [DEFAULT, "https://apis.google.com"],
  // Menus, dialogs, formulas and diagrams place and size themselves with inline styles.
  "style-src": [DEFAULT, "'unsafe-inline'"],
  // Pictures of a message are drawn from memory. None ever comes from elsewhere: see /picture.
  "img-src": [DEFAULT, "blob:", "data:"],
  "font-src": [DEFAULT],
  // Firebase, the functions, and on the machine of a developer the emulators. A deploy narrows
  // the last four to the project's own functions.
  "connect-src": [
    DEFAULT,
    "https://identitytoolkit.googleapis.com",
    "https://securetoken.googleapis.com",
    "https://firestore.googleapis.com",
    "https://*.cloudfunctions.net",
    "https://*.run.app",
    "http://127.0.0.1:*",
    "http://localhost:*",
  ],
  // The page of one picture, and the window of Google's sign-in.
  "frame-src": [DEFAULT, "https://*.firebaseapp.com", "https://*.web.app"],
  "frame-ancestors": ["'none'"],
  "worker-src": [DEFAULT],
  "manifest-src": [DEFAULT],
  "object-src": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": [DEFAULT],
};

/** A page for one picture of somebody else's server, asked for by hand, in a frame of its own. */
const PICTURE = {
  "default-src": ["'none'"],
  "script-src": [DEFAULT],
  "style-src": [DEFAULT],
  "img-src": ["https:"],
  "frame-ancestors": [DEFAULT],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
};

/** A shared conversation: a page that a function makes, without a script (functions/shared_page). */
const SHARED = {
  "default-src": ["'none'"],
  "style-src": ["'unsafe-inline'"],
  "img-src": [DEFAULT],
  "frame-ancestors": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
};

const written = (directives) =>
  Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");

export const policy = written(DIRECTIVES);
export const picturePolicy = written(PICTURE);

const header = (key, value) => ({ key, value });
const year = "public, max-age=31536000, immutable";

/** The `hosting.headers` of firebase.json. Of two rules for one header the later one holds. */
export const headers = [
  {
    source: "**",
    headers: [
      header("Content-Security-Policy", policy),
      header("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),
      header("Referrer-Policy", "no-referrer"),
      header("X-Content-Type-Options", "nosniff"),
      header("X-Frame-Options", "DENY"),
      // Google's sign-in needs to reach the window that it opens.
      header("Cross-Origin-Opener-Policy", "same-origin-allow-popups"),
      header(
        "Permissions-Policy",
        "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
      ),
      header("Cache-Control", "no-cache"),
    ],
  },
  {
    source: "/picture",
    headers: [
      header("Content-Security-Policy", picturePolicy),
      header("X-Frame-Options", "SAMEORIGIN"),
    ],
  },
  {
    source: "/s/**",
    headers: [
      header("Content-Security-Policy", written(SHARED)),
      header("Cache-Control", "no-store"),
      header("X-Robots-Tag", "noindex, nofollow"),
    ],
  },
  { source: "/_next/static/**", headers: [header("Cache-Control", year)] },
];
