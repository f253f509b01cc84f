"""What is measured by hand or asserted as a floor; nothing here is imported by the program."""
