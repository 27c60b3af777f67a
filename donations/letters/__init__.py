"""What the letters of donation drives say: which record they are about, whether they are still wanted, and in which words."""
