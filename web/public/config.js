/*
 * Where this copy of Hearth finds its project. This file is for the local emulators; `make run`,
 * the tests and a deploy write their own in its place.
 */
self.HEARTH = {
  firebase: {
    apiKey: "demo-key",
    authDomain: "demo-hearth.firebaseapp.com",
    projectId: "demo-hearth",
    appId: "demo-hearth",
  },
  functions: { base: "http://127.0.0.1:5001/demo-hearth/us-central1" },
  emulators: { auth: "http://127.0.0.1:9099", firestore: "127.0.0.1:8080" },
  simulated: true,
};
