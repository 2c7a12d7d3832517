/** What a thread of the library runs. */
import { serve } from "./serve.ts";

serve();
