/** Words of pet names. The last word is an animal, the one before it says what it is like. */

export const ADVERBS = words(`
  boldly bravely brightly briskly busily calmly cheerfully clearly closely daily deeply eagerly
  early easily equally evenly fairly firmly fondly freely freshly gently gladly greatly happily
  hugely jointly keenly kindly largely lightly lively loudly lovingly luckily mainly merrily mildly
  mostly neatly nicely nimbly openly partly plainly politely proudly quickly quietly rapidly
  readily really roughly safely simply slowly smoothly softly solidly steadily suddenly surely
  sweetly swiftly tenderly truly usually vastly warmly wholly widely wisely yearly
`);

export const ADJECTIVES = words(`
  agile amber ample ancient apt arctic autumn awake balmy bold brave breezy brief bright brisk
  bronze bubbly busy calm candid careful cheery chief chilly clear clever coastal cool copper coral
  cosy crisp curious daring dapper deep dewy eager early earnest easy fair fancy fast fearless fine
  firm fleet fluent fond frank free fresh friendly frosty full gentle glad gleaming golden good
  grand great happy hardy honest humble jolly just keen kind large light lively loyal lucky lunar
  major mellow merry mighty mild modern modest neat new nimble noble normal novel open pastel
  patient peaceful polar polite prime proper proud quick quiet rapid rare ready rich robust rosy
  royal rural rustic safe sane sharp shiny silent silver simple sincere smart smooth snowy social
  solar solid sonic sound spry stable steady stellar still stout sunny super sure sweet swift
  tender tidy tough true upbeat urban valid vast velvet vital vivid warm wise witty young zesty
`);

export const ANIMALS = words(`
  adder ant ape auk badger basilisk bat bear beaver bee beetle bison boar bobcat bream buck bug
  buzzard calf camel carp cat catfish chamois cheetah chough clam cobra cod colt condor cow coyote
  crab crane cricket crow cub cuckoo deer dingo dodo dog dolphin donkey dove dragon drake duck eagle
  eel egret elephant elk emu ermine falcon fawn ferret finch firefly fish flea fly foal fowl fox
  frog gannet gazelle gecko gibbon giraffe gnat gnu goat goose gopher goshawk grackle grouse grub
  gull guppy hamster hare hawk hen heron hippo hog hornet horse hound husky hyena ibex ibis iguana
  impala jackal jaguar jay kangaroo kid kit kite kiwi koala koi lamb lark lemming lemur leopard
  lion lizard llama lobster locust loon lynx macaw mackerel magpie mallard mammoth manatee marlin
  marmot marten martin mink minnow mole monkey moose moth mouse mule muskrat newt ocelot octopus
  orca oriole osprey ostrich otter owl ox oyster panda panther parrot peacock pelican penguin
  perch pheasant pig pigeon pika piranha platypus polecat pony poodle porpoise puffin puma python
  quail rabbit raccoon ram rat raven ray robin rook salmon seal serval shark sheep shrew shrimp
  skink skunk sloth slug snail snake snipe sole sparrow spider sponge squid squirrel stag starfish
  starling stork swan swift tapir tarpon tetra tick tiger toad toucan trout tuna turkey turtle
  viper vole vulture wallaby walrus wasp weasel weevil whale whippet wolf wombat woodcock worm wren
  yak zebra
`);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
