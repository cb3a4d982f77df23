/** What the server refuses with, in German: its own sentences first, then by the error's code. */

const SENTENCES: Record<string, string> = {
  "Your access is suspended. Ask the owner about it.":
    "Dein Zugang ist gesperrt. Frag den Betreiber.",
  "You have not joined yet. Open your invite link to join.":
    "Du gehörst noch nicht dazu. Öffne dafür den Link deiner Einladung.",
  "This is for the owner of this community.": "Das ist dem Betreiber vorbehalten.",
  "There is no such agent on your list. Pick another one.":
    "Diesen Agenten hast du nicht. Nimm einen anderen.",
  "This agent is switched off for now. Pick another one.":
    "Dieser Agent ist gerade ausgeschaltet. Nimm einen anderen.",
  "There is no such model. Pick another one.": "Dieses Modell gibt es nicht. Nimm ein anderes.",
  "That was answered already.": "Das ist schon beantwortet.",
  "The message that this answered is gone. Send it again.":
    "Die Nachricht zu dieser Antwort gibt es nicht mehr. Sende sie noch einmal.",
  "That message is not in this thread any more. Reload and try again.":
    "Diese Nachricht gibt es in diesem Gespräch nicht mehr. Lade neu und versuch es noch einmal.",
  "This thread is not there any more.": "Dieses Gespräch gibt es nicht mehr.",
  "This thread is not there any more. Start a new one.":
    "Dieses Gespräch gibt es nicht mehr. Fang ein neues an.",
  "There is no such shared conversation, or its owner has taken it back.":
    "Dieses geteilte Gespräch gibt es nicht, oder es wurde zurückgenommen.",
  "There is no invite with this code. Check the link, or ask for a new one.":
    "Zu diesem Code gibt es keine Einladung. Prüfe den Link, oder bitte um einen neuen.",
  "This invite was withdrawn. Ask whoever sent it for a new one.":
    "Diese Einladung wurde zurückgezogen. Bitte um eine neue.",
  "This is switched off for now. Ask the owner about it.":
    "Das ist gerade ausgeschaltet. Frag den Betreiber.",
  "This server answers its own page only. Open it, and try there.":
    "Dieser Server antwortet nur seiner eigenen Seite. Öffne sie und versuch es dort.",
  "This page could not be verified. Reload it, then try again.":
    "Diese Seite ließ sich nicht bestätigen. Lade sie neu und versuch es noch einmal.",
  "Something went wrong on the server. Try again.":
    "Auf dem Server ist etwas schiefgegangen. Versuch es noch einmal.",
};

const CODES: Record<string, string> = {
  unauthenticated: "Deine Anmeldung gilt nicht mehr. Melde dich neu an.",
  "resource-exhausted":
    "Gerade geht nichts mehr: Dein Budget oder eine andere Grenze ist ausgeschöpft.",
  unavailable: "Das ist gerade nicht erreichbar. Versuch es gleich noch einmal.",
  "deadline-exceeded": "Das hat zu lange gedauert. Versuch es noch einmal.",
  internal: "Auf dem Server ist etwas schiefgegangen. Versuch es noch einmal.",
};

/** A refusal of the server in German; what is not known here stays as the server said it. */
export function told(code: string, sentence: string): string {
  return SENTENCES[sentence] ?? CODES[code] ?? sentence;
}
