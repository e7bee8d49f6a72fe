#!/bin/sh
# Writes /etc/nginx/conf.d/NAME for each /etc/nginx/templates/NAME.template, with the variables
# that the environment has put in. nginx's own variables ($host) stay, as nobody sets them.
set -e

templates=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
output=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}

[ -d "$templates" ] || exit 0
if [ ! -w "$output" ]; then
  echo "$0: $output is not writable, its templates are left out" >&2
  exit 0
fi

# shellcheck disable=SC2016 # the names are meant literally
variables=$(awk -v filter="${NGINX_ENVSUBST_FILTER:-}" \
  'BEGIN { for (name in ENVIRON) if (name ~ filter) printf "${%s} ", name }')

find "$templates" -follow -type f -name "*$suffix" | while read -r template; do
  name=${template#"$templates"/}
  target=$output/${name%"$suffix"}
  mkdir -p "$(dirname "$target")"
  envsubst "$variables" <"$template" >"$target"
done
