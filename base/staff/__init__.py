"""The staff (工作人员): who works here, what each may do, and what each did."""
