"""The collectivities: calendars, brand, addresses, agreements; reads `tenants/*.yaml`."""
