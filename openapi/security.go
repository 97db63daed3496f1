package openapi

import "strings"

func (r *reader) securitySchemes(schemes node) {
	for name, place := range schemes.members() {
		if n := r.follow(place); n.isMap() {
			r.doc.SecuritySchemes[name] = r.securityScheme(n)
		} else if n.ok() {
			r.warn(n, "a security scheme must be an object")
		}
	}
}

func (r *reader) securityScheme(n node) *SecurityScheme {
	s := &SecurityScheme{
		Type:             n.str("type"),
		Description:      n.str("description"),
		In:               n.str("in"),
		Name:             n.str("name"),
		Scheme:           strings.ToLower(n.str("scheme")),
		BearerFormat:     n.str("bearerFormat"),
		OpenIDConnectURL: n.str("openIdConnectUrl"),
		Deprecated:       n.boolean("deprecated"),
	}
	if r.swagger {
		switch s.Type {
		case "basic":
			s.Type, s.Scheme = "http", "basic"
		case "oauth2":
			s.Flows = []OAuthFlow{oauthFlow(swaggerFlows[n.str("flow")], n)}
		}
		return s
	}
	for name, flow := range n.get("flows").members() {
		if flow.isMap() {
			s.Flows = append(s.Flows, oauthFlow(name, flow))
		}
	}
	return s
}

// swaggerFlows translates the names of Swagger 2.0.
var swaggerFlows = map[string]string{
	"implicit":    "implicit",
	"password":    "password",
	"application": "clientCredentials",
	"accessCode":  "authorizationCode",
}

func oauthFlow(name string, n node) OAuthFlow {
	flow := OAuthFlow{
		Type:             name,
		AuthorizationURL: n.str("authorizationUrl"),
		TokenURL:         n.str("tokenUrl"),
		RefreshURL:       n.str("refreshUrl"),
	}
	for scope, description := range n.get("scopes").members() {
		flow.Scopes = append(flow.Scopes, OAuthScope{Name: scope, Description: description.text()})
	}
	return flow
}

// requirements reads a security member: alternatives of schemes needed together.
func (r *reader) requirements(list node) []SecurityRequirement {
	var out []SecurityRequirement
	for item := range list.items() {
		requirement := SecurityRequirement{}
		for name, scopes := range item.members() {
			if r.doc.SecuritySchemes[name] == nil {
				r.warn(scopes, "the security scheme %q is not described", name)
				continue
			}
			requirement = append(requirement, SecurityUse{Scheme: name, Scopes: scopes.strs()})
		}
		out = append(out, requirement)
	}
	return out
}
