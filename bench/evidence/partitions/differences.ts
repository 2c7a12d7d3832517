/** Steps in which the model is known to observe something else, by episode, and why. */
export const DIFFERENCES: { readonly [episode: string]: { readonly [step: string]: string } } = {
  "autoheal, rb1 rb2 | rb3, more clients on rb3": {
    "all is joined again": "autoheal decided before all nodes had met, and restarted rb2",
    "rb1 publishes": "follows from what came before",
    "rb2 publishes": "follows from what came before",
    "rb3 publishes": "follows from what came before",
    "all count": "follows from what came before",
    "everything is read on rb1": "follows from what came before",
  },
  "ignore, rb3 > rb1 rb2": {
    "all is joined again": "k1 got another leader as it healed, by chance",
    "rb3 publishes": "follows from what came before",
    "all count": "follows from what came before",
    "everything is read on rb1": "follows from what came before",
  },
  "pause_minority, rb1 | rb2 | rb3": {
    "all count": "nodes stopped before mirrors took over; what was not confirmed is kept or not",
    "everything is read on rb1": "nodes stopped before mirrors took over; what was not confirmed is kept or not",
  },
  "autoheal, rb1 | rb2 | rb3, as many clients everywhere": {
    "everything is read on rb1": "it was returned less often",
  },
  "ignore, rb1 | rb2 | rb3": {
    "all is joined again": "another member led each quorum queue as it healed, so that everybody was confirmed everything",
    "rb1 publishes": "follows from what came before",
    "rb3 publishes": "follows from what came before",
    "all count": "follows from what came before",
    "rb2 and rb3 are restarted": "follows from what came before",
    "everything is read on rb1": "follows from what came before",
  },
  "ignore, the connection of rb1 and rb3 is torn": {
    "torn": "the connection was there again at once: consumers were subscribed again",
    "all count": "follows from what came before",
    "all count it": "rb1 left rb2 first, and rb3 stayed with it",
  },
  "autoheal, the connection of rb1 and rb3 is torn": {
    "torn": "the connection was there again at once: consumers were subscribed again",
  },
  "ignore, rb1 | rb3": {
    "cut; all publish, and declare, before anybody has noticed": "rb2 sees both, and is answered",
    "noticed": "rb1 noticed first and left rb2, which stayed with rb3; in the model both leave it. The third node led the quorum queues",
    "rb1 publishes": "follows from what came before",
    "rb3 publishes": "follows from what came before",
    "all count": "follows from what came before",
    "rb3 gets from quorum queues, and publishes to them over new channels": "follows from what came before",
    "all is joined again": "follows from what came before",
    "rb3 is restarted": "follows from what came before",
    "everything is read on rb1": "follows from what came before",
  },
  "pause_minority, rb1 | rb3": {
    "cut; all publish, and declare, before anybody has noticed": "rb2 sees both, and is answered",
    "noticed": "clients were told less before their connections ended",
    "all count": "which mirror went on, and with what, is chance: m501 and m502 were lost",
    "everything is read on rb1": "follows from what came before",
  },
  "ignore, rb1 rb2 | rb3, other methods on rb3": {
    "all is read on rb3": "the subscription that had failed was in the log all the same",
  },
};
