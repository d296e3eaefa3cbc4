// After an exam: what the device still holds goes to the server, which keeps it aside.
import { drain, waiting } from "./drafts.js";

if (waiting()) drain();
