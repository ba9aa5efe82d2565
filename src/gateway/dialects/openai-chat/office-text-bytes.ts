/**
 * How much of an office file (docx, xlsx, pptx, odt) is text: read from the directory at the end of the zip, without
 * unpacking anything. Pictures in it are not text. Knows no tokens.
 */

const END = Buffer.from('PK\u0005\u0006');
/** The directory's end is followed by a comment of at most this many bytes. */
const MOST_COMMENT = 65_557;
const ENTRY = 0x02_01_4b_50;
const ENTRY_BYTES = 46;
const MOST_ENTRIES = 5_000;
/** The parts with visible content; styles, themes and settings are left out. */
const TEXT =
  /^(?:word\/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)|xl\/(?:sharedStrings|worksheets\/[^/]+)|ppt\/(?:slides|notesSlides)\/[^/]+|content)\.xml$/;

/** @returns unpacked bytes of XML; undefined for a zip that is not an office file, or is cut off */
export function officeTextBytes(zip: Buffer): number | undefined {
  const tail = zip.subarray(Math.max(0, zip.length - MOST_COMMENT));
  const end = tail.lastIndexOf(END);
  if (end < 0 || end + 20 > tail.length) return undefined;
  let at = tail.readUInt32LE(end + 16);
  let bytes: number | undefined;
  for (let entries = 0; entries < MOST_ENTRIES && at + ENTRY_BYTES <= zip.length; entries += 1) {
    if (zip.readUInt32LE(at) !== ENTRY) break;
    const name = at + ENTRY_BYTES;
    const nameBytes = zip.readUInt16LE(at + 28);
    if (TEXT.test(zip.toString('latin1', name, name + Math.min(nameBytes, 200)))) {
      bytes = (bytes ?? 0) + zip.readUInt32LE(at + 24);
    }
    at = name + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return bytes;
}
