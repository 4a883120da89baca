/** The style sheet of the widget, which the build puts in. */
declare const WIDGET_STYLE: string
