package ui

import "github.com/specloom/specloom/openapi"

// FormatVersion is the version of the plan file that this package writes, and
// the newest that [ReadPlan] reads.
const FormatVersion = 1

// Plan is a user interface for an API, as data. API holds the facts that
// requests are built from and always comes from the description; App holds
// wording and layout, and may be edited by people and written by models.
//
// A Plan is plain data: reading is safe from many goroutines, changing is not.
type Plan struct {
	FormatVersion int `json:"formatVersion"`
	API           API `json:"api"`
	App           App `json:"app"`
}

// API is what the page must know to send requests and read answers. Every Ref
// of a schema names an entry of Schemas. Parameters that a security scheme of
// their operation stands for, or that the page writes itself, are left out.
type API struct {
	Title           string                             `json:"title"`
	Version         string                             `json:"version,omitempty"`
	Description     string                             `json:"description,omitempty"`
	SpecVersion     string                             `json:"specVersion,omitempty"`
	Servers         []openapi.Server                   `json:"servers"`
	Operations      []*openapi.Operation               `json:"operations"`
	Schemas         map[string]*openapi.Schema         `json:"schemas,omitempty"`
	SecuritySchemes map[string]*openapi.SecurityScheme `json:"securitySchemes,omitempty"`
}

// App is the wording and layout of the page.
type App struct {
	Title       string     `json:"title"`
	Description string     `json:"description,omitempty"`
	Resources   []Resource `json:"resources"` // in the order of the navigation

	// Labels words the names of fields and parameters: one label for one name,
	// wherever it occurs. A view may say otherwise for its own fields.
	Labels map[string]string `json:"labels,omitempty"`
}

// Resource is one entry of the navigation: what a user would give a page, such
// as "Books". Each operation of the API is a view of exactly one resource.
type Resource struct {
	ID          string `json:"id"` // unique; part of the page's URLs
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Group       string `json:"group,omitempty"` // heading that resources share in the navigation
	Views       []View `json:"views"`           // in the order of the page
}

// Kind says what an operation does for a user.
type Kind string

// The kinds of operations.
const (
	List   Kind = "list"   // many things
	Detail Kind = "detail" // one thing, or a singleton
	Create Kind = "create" // a new thing
	Update Kind = "update" // a thing, whole or in part
	Delete Kind = "delete" // a thing, or a relation of things
	Search Kind = "search" // many things, where the point is the criteria
	Action Kind = "action" // anything else
)

// View is how one operation appears.
type View struct {
	Operation string `json:"operation"` // openapi.Operation.ID
	Kind      Kind   `json:"kind"`
	Title     string `json:"title"`             // of the page: "Add a book"
	Help      string `json:"help,omitempty"`    // a sentence or two
	Submit    string `json:"submit"`            // label of the button that sends: "Add"
	Confirm   string `json:"confirm,omitempty"` // question to ask before sending

	// Fields are the inputs in order: each parameter, and each writable
	// property at the top of the body.
	Fields []Field `json:"fields,omitempty"`

	// Rows is where the list lies in the answer: names joined by dots, and ""
	// for the answer itself. Of lists and searches only.
	Rows string `json:"rows,omitempty"`
	// Columns are the parts of a row, or of the one thing, that are shown, in
	// order. Empty: everything that the answer holds.
	Columns []Column `json:"columns,omitempty"`
	// Page says how to ask for more rows.
	Page *Pagination `json:"page,omitempty"`

	// Prefill is the operation whose answer fills the form before it is edited.
	// It takes the same path parameters as this one.
	Prefill string `json:"prefill,omitempty"`
	// Links lead from a row or thing to other operations.
	Links []Link `json:"links,omitempty"`

	// By is "model" where a model planned the view, and "" where the
	// description alone did.
	By string `json:"by,omitempty"`
}

// ByModel is the View.By of what a model planned.
const ByModel = "model"

// Field is one input.
type Field struct {
	In       string `json:"in"`                 // path, query, querystring, header, cookie, body
	Name     string `json:"name"`               // "" of a body that has no properties: the body as a whole
	Label    string `json:"label,omitempty"`    // "" means App.Labels
	Help     string `json:"help,omitempty"`     // "" means the description's text
	Widget   Widget `json:"widget,omitempty"`   // "" means by schema
	Advanced bool   `json:"advanced,omitempty"` // folded away until asked for
}

// Widget is how an input or a value is shown.
type Widget string

// The widgets.
const (
	Text     Widget = "text"
	TextArea Widget = "textarea"
	Number   Widget = "number"
	Checkbox Widget = "checkbox"
	Select   Widget = "select"
	Date     Widget = "date"
	DateTime Widget = "datetime"
	Email    Widget = "email"
	URL      Widget = "url"
	Password Widget = "password"
	File     Widget = "file"
	JSON     Widget = "json"
)

// Column is one part of a row or thing.
type Column struct {
	Path   string `json:"path"`             // names joined by dots
	Label  string `json:"label,omitempty"`  // "" means App.Labels of the last name
	Format Format `json:"format,omitempty"` // "" means by value
}

// Format is how a value is written.
type Format string

// The formats.
const (
	AsDate     Format = "date"
	AsDateTime Format = "datetime"
	AsTime     Format = "unixtime" // seconds since 1970
	AsLink     Format = "link"     // opened only if it is http, https or mailto
	AsImage    Format = "image"
	AsBadge    Format = "badge" // one of few values
)

// Pagination says how a list is asked for more. Names are of query parameters;
// paths are of the answer, joined by dots.
type Pagination struct {
	// Style is "page" (Param counts pages from First), "offset" (Param counts
	// rows) or "cursor" (Param takes a value from the answer).
	Style string `json:"style"`
	Param string `json:"param"`
	First int    `json:"first,omitempty"`
	Size  string `json:"size,omitempty"` // parameter for the rows of a page
	// Next is where the answer says the next cursor. "$last.id" style paths,
	// beginning with "$last.", name a field of the last row.
	Next  string `json:"next,omitempty"`
	Total string `json:"total,omitempty"` // where the answer says the number of all rows
}

// Link leads from a row or thing to another operation of the API.
type Link struct {
	Operation string      `json:"operation"`
	Title     string      `json:"title,omitempty"` // "" means the title of the operation's view
	Field     string      `json:"field,omitempty"` // the column that carries the link; "" means a button of its own
	Params    []LinkParam `json:"params"`
}

// LinkParam fills one parameter of a link's operation: from the row or thing
// (From "item", Value a path in it), from the same parameter of the operation
// being shown (From "input"), or with a constant (From "const").
type LinkParam struct {
	Name  string `json:"name"`
	From  string `json:"from"`
	Value string `json:"value"`
}
