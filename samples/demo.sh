#!/bin/sh
# The main job over the samples. Each command is printed as you would type it in this folder, and then run.
set -eu
cd "$(dirname "$0")"
# Whatever is set elsewhere: the samples have a ledger of their own.
export NEWSLEDGER_CONFIG_DIR=config NEWSLEDGER_DATABASE_URL=sqlite:///newsledger.db NEWSLEDGER_RAW_DIR=newsledger-raw

show() {
  printf '\n$ newsledger'
  for word; do
    case $word in *' '*) printf ' "%s"' "$word" ;; *) printf ' %s' "$word" ;; esac
  done
  printf '\n'
  newsledger "$@"
}

printf '$ cd samples\n'
show ingest
show explain outlets/vale-radio/biscuit-strike-off.txt --only topics --only removed
show query "SELECT day, sum(articles) FILTER (WHERE topic = 'strike') AS strike,
  sum(articles) FILTER (WHERE topic = 'migration') AS migration,
  sum(articles) FILTER (WHERE topic = 'traffic') AS traffic
  FROM v_topic_daily GROUP BY day ORDER BY day"
show query "SELECT count(DISTINCT source) AS outlets, max(speaker) AS speaker, text FROM v_quotes
  GROUP BY text HAVING count(DISTINCT source) > 1 ORDER BY outlets DESC, text"
show query "SELECT published_on, source, qualifier, low, unit FROM v_figures
  WHERE unit IN ('lorries', 'trucks') ORDER BY published_on, low, source"
