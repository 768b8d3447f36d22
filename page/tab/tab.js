// What belongs to the whole document: the language it says it is in, and the title of its tab.

export default function ({ data }) {
  document.documentElement.lang = data.lang;
  // Browsers' own translators would rewrite words that Streamlit then looks for in vain.
  document.documentElement.translate = false;
  document.title = data.title;
}
