#!/bin/sh
# Fetches SITE_URL into /data/page.html. A page that was fetched before is kept when this fails.
set -eu

page=/data/page.html
echo "fetching $SITE_URL"
curl --fail --silent --show-error --location --max-time 60 --output "$page.new" "$SITE_URL"
mv "$page.new" "$page"
echo "fetched $(wc -c <"$page") bytes"
