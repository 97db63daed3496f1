package ui

// Blueprint is what is decided about the whole application, once, before its
// parts: names, order and navigation. Parts that are planned apart then agree.
type Blueprint struct {
	Title       string              `json:"title,omitempty"`
	Description string              `json:"description,omitempty"`
	Resources   []BlueprintResource `json:"resources,omitempty"` // in the order of the navigation
	Labels      []FieldLabel        `json:"labels,omitempty"`
}

// BlueprintResource words one Resource of the baseline. Empty texts leave it as
// it is.
type BlueprintResource struct {
	ID          string `json:"id"` // Resource.ID
	Title       string `json:"title,omitempty"`
	Group       string `json:"group,omitempty"`
	Description string `json:"description,omitempty"`
}

// FieldLabel words a field or parameter wherever it occurs.
type FieldLabel struct {
	Name  string `json:"name"`
	Label string `json:"label"`
}

// ChunkPlan is what was planned for the operations of one chunk. It says only
// what is to differ from the baseline.
type ChunkPlan struct {
	Views []ChunkView `json:"views"`

	// Operations are the IDs that the chunk held. A plan that speaks of others
	// is not heard there. Empty: it may speak of all.
	Operations []string `json:"-"`
}

// ChunkView words and orders one View. What is empty stays as it is.
type ChunkView struct {
	Operation string `json:"operation"` // View.Operation
	Title     string `json:"title,omitempty"`
	Help      string `json:"help,omitempty"`
	Submit    string `json:"submit,omitempty"`
	Confirm   string `json:"confirm,omitempty"`

	// Columns are paths of the answer's thing or rows, in order, instead of the
	// baseline's.
	Columns []string `json:"columns,omitempty"`
	// Fields come first, in this order; inputs that are not named follow.
	Fields []ChunkField `json:"fields,omitempty"`
	// Labels words columns and inputs in this view alone.
	Labels []FieldLabel `json:"labels,omitempty"`
}

// ChunkField words and places one Field.
type ChunkField struct {
	Name     string `json:"name"` // Field.Name
	Label    string `json:"label,omitempty"`
	Help     string `json:"help,omitempty"`
	Widget   Widget `json:"widget,omitempty"`
	Advanced bool   `json:"advanced,omitempty"`
}
