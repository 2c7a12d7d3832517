/** What a thread of the command line runs: a thread of the library, of whose runs the watchdog hears. */
import { serve } from "../campaign/workers/serve.ts";
import { tellOfSimulations } from "./locating.ts";

tellOfSimulations();
serve();
