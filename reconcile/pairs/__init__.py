"""What every command that reconciles many pairs does alike: finds their files, reconciles each, uses all cores."""
