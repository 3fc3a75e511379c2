"""What changes who somebody is here: visits, sign-ins, sign-outs, agents and their rights."""
