"""The pages of the staff (登录、账户、角色、审计)."""
