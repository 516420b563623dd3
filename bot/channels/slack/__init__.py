"""Slack: events and clicks in, Block Kit messages out. The connector that credentials.yml names is in connector.py."""
