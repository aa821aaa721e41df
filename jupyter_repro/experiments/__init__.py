"""What only trying tells of a notebook: it is executed in other ways until its stored outputs are explained."""
