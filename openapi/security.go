package openapi

import "strings"

func (r *reader) securitySchemes(schemes node) {
	for name, place := range schemes.members() {
		if n := r.follow(place); n.isMap() {
			s := r.securityScheme(n)
			s.Description = firstOf(place.beside("description"), s.Description)
			r.doc.SecuritySchemes[name] = s
			r.schemeNames[n.value] = name
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
		AuthorizationURL: firstOf(n.str("authorizationUrl"), n.str("deviceAuthorizationUrl")),
		TokenURL:         n.str("tokenUrl"),
		RefreshURL:       n.str("refreshUrl"),
	}
	for scope, description := range n.get("scopes").members() {
		flow.Scopes = append(flow.Scopes, OAuthScope{Name: scope, Description: description.text()})
	}
	return flow
}

// requirements reads a security member: alternatives of schemes needed together.
// What is written wrongly is read as a demand rather than as an open door.
func (r *reader) requirements(list node) []SecurityRequirement {
	if list.ok() && !list.isList() {
		r.warn(list, "security must be a list")
		return r.appendRequirement(nil, list)
	}
	var out []SecurityRequirement
	for item := range list.items() {
		out = r.appendRequirement(out, item)
	}
	return out
}

func (r *reader) appendRequirement(out []SecurityRequirement, n node) []SecurityRequirement {
	if name := n.text(); name != "" {
		r.warn(n, "a security requirement must be an object")
		return append(out, SecurityRequirement{r.securityUse(n, name)})
	}
	if !n.isMap() {
		r.warn(n, "a security requirement must be an object")
		return out
	}
	requirement := SecurityRequirement{}
	for name, scopes := range n.members() {
		use := r.securityUse(scopes, name)
		use.Scopes = scopes.strs()
		requirement = append(requirement, use)
	}
	return append(out, requirement)
}

// securityUse makes sure that the scheme is listed. Since OpenAPI 3.2 the name
// may be a reference to it.
func (r *reader) securityUse(n node, name string) SecurityUse {
	if r.doc.SecuritySchemes[name] != nil {
		return SecurityUse{Scheme: name}
	}
	if target, err := r.reference(n, name); r.minor >= 2 && err == nil {
		if target = r.follow(target); target.isMap() {
			if known, ok := r.schemeNames[target.value]; ok {
				return SecurityUse{Scheme: known}
			}
			r.doc.SecuritySchemes[name] = r.securityScheme(target)
			return SecurityUse{Scheme: name}
		}
	}
	r.warn(n, "the security scheme %q is not described", name)
	r.doc.SecuritySchemes[name] = &SecurityScheme{}
	return SecurityUse{Scheme: name}
}
