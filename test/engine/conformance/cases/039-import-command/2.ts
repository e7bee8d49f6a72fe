// $ import random:index/randomInteger:RandomInteger five 5,1,9 --yes
