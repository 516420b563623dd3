// What the message field becomes while the bot asks for something in particular.
interface Attributes {
  type: "text" | "email" | "tel";
  inputMode?: "email" | "tel";
  autocomplete: string;
  autoCapitalize?: "none" | "words";
}

const FIELDS: Record<string, Attributes> = {
  email: { type: "email", inputMode: "email", autocomplete: "email", autoCapitalize: "none" },
  phone: { type: "tel", inputMode: "tel", autocomplete: "tel" },
  name: { type: "text", autocomplete: "name", autoCapitalize: "words" },
  company: { type: "text", autocomplete: "organization", autoCapitalize: "words" },
  job_title: { type: "text", autocomplete: "organization-title", autoCapitalize: "words" },
};

/** The one-line field for a slot; null where free text in several lines is wanted. */
export function fieldFor(slot: string | null): Attributes | null {
  return (slot && Object.hasOwn(FIELDS, slot) && FIELDS[slot]) || null;
}
