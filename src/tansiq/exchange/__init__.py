"""Talking to partners: STIX, TAXII, requests, receipts, recall. Filled by a later step; nothing leaves today."""
