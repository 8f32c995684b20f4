"""What the house is like to work in, measured: `make house` prints it, and the tests here keep it so."""
