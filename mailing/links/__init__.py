"""Links that open one page without an account: how their address is made, who made one, and where they lead when two people are one."""
