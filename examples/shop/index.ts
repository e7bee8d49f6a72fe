/** The program of the template: what this product is made of is in its stack files. */
import program = require("berth/program");

export = program;
