// $ refresh --yes
