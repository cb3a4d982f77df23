/** Giving a file to the person: through the share sheet where there is one, else as a download. */

export async function handOver(file: File, title = file.name): Promise<void> {
  const sharing = matchMedia("(pointer: coarse)").matches;
  if (sharing && "canShare" in navigator && navigator.canShare({ files: [file] })) {
    try {
      await navigator.share({ files: [file], title });
      return;
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
    }
  }
  save(file);
}

function save(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  // Later than the click: some browsers read the file only after it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
