/*
 * Shows the one picture that the address names after "#", in a frame of its own. The policy of the
 * chat lets no picture in from elsewhere; this page's lets pictures in and nothing else.
 */
(function () {
  var address;
  try {
    address = new URL(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return;
  }
  if (address.protocol !== "https:") return;
  var picture = new Image();
  picture.alt = "";
  picture.referrerPolicy = "no-referrer";
  picture.onload = function () {
    parent.postMessage({ width: picture.naturalWidth, height: picture.naturalHeight }, "*");
  };
  picture.onerror = function () {
    picture.remove();
    document.querySelector("[role=status]").hidden = false;
  };
  picture.src = address.href;
  document.body.append(picture);
})();
