package openapi

import "encoding/json"

// Document is an API description, read and normalised: one model for
// Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2.
//
// A Document is plain data. A service may change it, or build one in memory,
// before handing it on; it must not do so while others read it. Reading is safe
// from any number of goroutines.
type Document struct {
	Title       string
	Version     string // info.version, of the API
	Summary     string
	Description string
	SpecVersion string // as written: "2.0", "3.0.4", "3.1.1", "3.2.0"

	Servers []Server
	Tags    []Tag // declared tags first, in their order, then tags that only operations name

	// Operations holds every operation of paths and then of webhooks, in the
	// order of the description. Callbacks are listed under their operation.
	Operations []*Operation

	// Schemas holds every schema that a Schema.Ref names: the components and,
	// under the text of the reference, any other place that is referred to.
	Schemas map[string]*Schema

	SecuritySchemes map[string]*SecurityScheme

	// Warnings tell what could not be read, and where.
	Warnings []Warning

	sources *sources // nil for a Document that was built in memory
}

// Operation returns the operation with that ID, or nil.
func (d *Document) Operation(id string) *Operation {
	for _, op := range d.Operations {
		if op.ID == id {
			return op
		}
	}
	return nil
}

// Resolve follows s.Ref through Schemas until it reaches a schema that is not
// only a reference, and returns that. It returns s where s has no Ref, and nil
// where s is nil, the name is unknown or the references go in a circle.
//
// Keywords beside a Ref (allowed since OpenAPI 3.1) stay on s.
func (d *Document) Resolve(s *Schema) *Schema {
	for range len(d.Schemas) + 1 {
		if s == nil || s.Ref == "" {
			return s
		}
		s = d.Schemas[s.Ref]
	}
	return nil
}

// Server is a base URL of the API. URL may be relative, and may hold
// {variables}.
type Server struct {
	URL         string           `json:"url"`
	Name        string           `json:"name,omitempty"` // OpenAPI 3.2
	Description string           `json:"description,omitempty"`
	Variables   []ServerVariable `json:"variables,omitempty"`
}

// ServerVariable is a {variable} of a Server's URL.
type ServerVariable struct {
	Name        string   `json:"name"`
	Default     string   `json:"default"`
	Enum        []string `json:"enum,omitempty"`
	Description string   `json:"description,omitempty"`
}

// Tag groups operations. Parent and Kind exist since OpenAPI 3.2.
type Tag struct {
	Name        string `json:"name"`
	Summary     string `json:"summary,omitempty"`
	Description string `json:"description,omitempty"`
	Parent      string `json:"parent,omitempty"`
	Kind        string `json:"kind,omitempty"`
}

// Operation is one method on one path, a webhook, or a callback.
type Operation struct {
	// ID is unique in the document, callbacks included, and stable: the
	// operationId, or one made of method and path (and of the ID of a callback's
	// operation) where that is missing or repeats an earlier one.
	ID string `json:"id"`
	// Method is in upper case ("GET", "QUERY"), or what additionalOperations says.
	Method string `json:"method"`
	// Path is the template ("/pets/{id}"), the name of a webhook, or the
	// expression of a callback.
	Path    string `json:"path"`
	Pointer string `json:"-"` // JSON pointer, see [Document.Source]

	Summary     string   `json:"summary,omitempty"`
	Description string   `json:"description,omitempty"`
	Tags        []string `json:"tags,omitempty"`
	Webhook     bool     `json:"webhook,omitempty"` // the API calls, the reader receives
	Deprecated  bool     `json:"deprecated,omitempty"`

	// Parameters are those of the operation and, where it does not replace
	// them, those of its path item. Each pair of In and Name stands once.
	Parameters []*Parameter `json:"parameters,omitempty"`
	Body       *Body        `json:"body,omitempty"`
	Responses  []*Response  `json:"responses,omitempty"`

	// Security lists alternatives: one requirement that is met is enough. It is
	// the document's where the operation has none, and empty where the
	// operation is open to everybody.
	Security []SecurityRequirement `json:"security,omitempty"`

	// Servers replace the document's; nil where the operation has none.
	Servers []Server `json:"servers,omitempty"`

	Callbacks []*Operation `json:"callbacks,omitempty"`
}

// Parameter is an input outside the body.
type Parameter struct {
	Name        string `json:"name"`
	In          string `json:"in"` // path, query, querystring, header, cookie
	Description string `json:"description,omitempty"`
	Required    bool   `json:"required,omitempty"`
	Deprecated  bool   `json:"deprecated,omitempty"`

	// Style and Explode say how arrays and objects are written (OpenAPI 3.1,
	// section 4.8.12); defaults are filled in, and Swagger's collectionFormat
	// is translated.
	Style           string `json:"style,omitempty"`
	Explode         bool   `json:"explode,omitempty"`
	AllowReserved   bool   `json:"allowReserved,omitempty"`
	AllowEmptyValue bool   `json:"allowEmptyValue,omitempty"`

	Schema   *Schema     `json:"schema,omitempty"`
	Content  []MediaType `json:"content,omitempty"` // instead of Schema: the value is a text of this type
	Examples []Example   `json:"examples,omitempty"`
	Pointer  string      `json:"-"`
}

// Body is the body of a request.
type Body struct {
	Description string      `json:"description,omitempty"`
	Required    bool        `json:"required,omitempty"`
	Content     []MediaType `json:"content,omitempty"` // in the order of the description
	Pointer     string      `json:"-"`
}

// Response is one answer of an operation.
type Response struct {
	Status      string       `json:"status"` // "200", "2XX", "default"
	Summary     string       `json:"summary,omitempty"`
	Description string       `json:"description,omitempty"`
	Headers     []*Parameter `json:"headers,omitempty"` // with In "header"
	Content     []MediaType  `json:"content,omitempty"`
	Links       []Link       `json:"links,omitempty"`
	Pointer     string       `json:"-"`
}

// OK reports whether the response is a success: 200 to 299, or 2XX.
func (r *Response) OK() bool { return len(r.Status) == 3 && r.Status[0] == '2' }

// MediaType is one form that a body can take.
type MediaType struct {
	Type string `json:"type"` // "application/json; charset=utf-8", "image/*"
	// Schema describes the body; ItemSchema (OpenAPI 3.2) each item of a
	// sequence such as JSON Lines.
	Schema     *Schema    `json:"schema,omitempty"`
	ItemSchema *Schema    `json:"itemSchema,omitempty"`
	Encoding   []Encoding `json:"encoding,omitempty"`
	// PrefixEncoding and ItemEncoding (OpenAPI 3.2) say how parts of a multipart
	// body are written that have no names: the first ones, and those after them.
	PrefixEncoding []Encoding `json:"prefixEncoding,omitempty"`
	ItemEncoding   *Encoding  `json:"itemEncoding,omitempty"`
	Examples       []Example  `json:"examples,omitempty"`
}

// Encoding says how one property of a form body is written: in a style, as
// parameters are, where Style is not empty, and else as its ContentType. Style
// is filled in where only Explode or AllowReserved is written.
type Encoding struct {
	Property      string       `json:"property,omitempty"` // "" in PrefixEncoding and ItemEncoding
	ContentType   string       `json:"contentType,omitempty"`
	Headers       []*Parameter `json:"headers,omitempty"` // of a part, with In "header"
	Style         string       `json:"style,omitempty"`
	Explode       bool         `json:"explode,omitempty"`
	AllowReserved bool         `json:"allowReserved,omitempty"`
}

// Example is one example value.
type Example struct {
	Name    string          `json:"name,omitempty"`
	Summary string          `json:"summary,omitempty"`
	Value   json.RawMessage `json:"value"`
}

// Link says how to go on from a response (OpenAPI 3.1, section 4.8.20).
type Link struct {
	Name        string          `json:"name"`
	Operation   string          `json:"operation"` // Operation.ID
	Description string          `json:"description,omitempty"`
	Parameters  []LinkParameter `json:"parameters,omitempty"`
}

// LinkParameter fills a parameter of a Link's operation. Value is a runtime
// expression ("$response.body#/id") or a constant.
type LinkParameter struct {
	Name  string          `json:"name"`
	Value json.RawMessage `json:"value"`
}

// SecurityScheme is one way to prove who calls.
type SecurityScheme struct {
	// Type is apiKey, http, oauth2, openIdConnect or mutualTLS. Swagger's
	// "basic" is http with Scheme "basic". It is empty where a requirement names
	// a scheme that the description says nothing about.
	Type             string      `json:"type"`
	Description      string      `json:"description,omitempty"`
	In               string      `json:"in,omitempty"`           // apiKey: query, header, cookie
	Name             string      `json:"name,omitempty"`         // apiKey: of the parameter
	Scheme           string      `json:"scheme,omitempty"`       // http: basic, bearer, …, in lower case
	BearerFormat     string      `json:"bearerFormat,omitempty"` // http bearer
	OpenIDConnectURL string      `json:"openIdConnectUrl,omitempty"`
	Flows            []OAuthFlow `json:"flows,omitempty"` // oauth2
	Deprecated       bool        `json:"deprecated,omitempty"`
}

// OAuthFlow is one flow of an oauth2 scheme.
type OAuthFlow struct {
	// Type is implicit, password, clientCredentials, authorizationCode or
	// deviceAuthorization.
	Type             string       `json:"type"`
	AuthorizationURL string       `json:"authorizationUrl,omitempty"`
	TokenURL         string       `json:"tokenUrl,omitempty"`
	RefreshURL       string       `json:"refreshUrl,omitempty"`
	Scopes           []OAuthScope `json:"scopes,omitempty"`
}

// OAuthScope is a scope and what it allows.
type OAuthScope struct {
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
}

// SecurityRequirement lists schemes that are needed together. An empty one
// lets anybody in.
type SecurityRequirement []SecurityUse

// SecurityUse is one scheme of a SecurityRequirement.
type SecurityUse struct {
	Scheme string   `json:"scheme"` // key of Document.SecuritySchemes
	Scopes []string `json:"scopes,omitempty"`
}
