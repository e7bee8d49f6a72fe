// ! docker volume rm berth-conformance-drift
// $ refresh --yes
