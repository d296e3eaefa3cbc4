// A running sitting: saving, time, lost connection. Without it the pages are plain forms.
