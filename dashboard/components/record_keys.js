// In the form that records what happened, Enter moves on to the next field, as in the sheet for scores; in a list it first takes the choice.
// Without this script Tab does the same and nothing else is lost. It reads and writes nothing.
(() => {
  if (window.aimlineRecordKeys) return;
  window.aimlineRecordKeys = true;
  // A day opens its calendar when it takes the focus, and today is there already: the walk passes it by, Shift+Tab goes back to it.
  const isDay = (one) => one.closest('[data-testid="stDateInput"]');
  const fields = () => [...document.querySelectorAll('.st-key-event_form input, .st-key-event_form textarea')]
    .filter((one) => one.offsetParent && !isDay(one));
  const onwards = (from) => {
    const all = fields();
    const next = all[all.indexOf(from) + 1] ?? document.querySelector('.st-key-record_save button');
    next?.focus();
  };
  // Called once when a form appears: its first field takes the focus and comes into view.
  window.aimlineRecordFocus = () => setTimeout(() => {
    const form = document.querySelector('.st-key-event_form');
    const first = fields().find((one) => one.closest('[class*="st-key-record_field"]')) ?? form?.querySelector('button');
    if (form) { form.style.scrollMarginTop = '6rem'; form.scrollIntoView({ block: 'nearest' }); }
    first?.focus({ preventScroll: true });
  }, 250);

  document.addEventListener('keydown', (event) => {
    const at = event.target;
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
    if (!at.matches?.('.st-key-event_form input')) return;
    if (at.getAttribute('role') === 'combobox') {
      if (at.getAttribute('aria-expanded') === 'true') setTimeout(() => onwards(at), 80);
      return;
    }
    if (at.type === 'checkbox' || isDay(at)) return;
    event.preventDefault();
    event.stopPropagation();
    onwards(at);
  }, true);
})();
