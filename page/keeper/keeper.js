// What this browser keeps for its visitor: the glossary, as CSV. It leaves the browser only for the page's own server.

const KEPT_AS = "zhaiyi-glossary";

export default function ({ data, setStateValue }) {
  let kept = "";
  try {
    kept = localStorage.getItem(KEPT_AS) ?? "";
    if (data.csv !== null && data.csv !== kept) {
      if (data.csv) localStorage.setItem(KEPT_AS, data.csv);
      else localStorage.removeItem(KEPT_AS);
    }
  } catch {
    return; // a browser that keeps nothing: the visit does
  }
  if (data.csv === null && kept) setStateValue("kept", kept);
}
