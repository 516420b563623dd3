// The few words needed before the panel and its dictionary are there.
const EN = {
  label: "Chat with us",
  close: "Close chat",
  unread: (count: number) => (count === 1 ? "1 unread message" : `${count} unread messages`),
  dismiss: "Dismiss",
  failed: "The chat couldn't load. Please try again.",
};
const ES: typeof EN = {
  label: "Hable con nosotros",
  close: "Cerrar el chat",
  unread: (count) => (count === 1 ? "1 mensaje sin leer" : `${count} mensajes sin leer`),
  dismiss: "Descartar",
  failed: "No se pudo cargar el chat. Inténtelo de nuevo.",
};

/** The loader's words in a language; English where there are none. */
export function words(lang: string): typeof EN {
  return lang === "es" ? ES : EN;
}
