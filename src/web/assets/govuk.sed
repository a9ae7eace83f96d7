# Makes GOV.UK Frontend's style sheet fit for other publishers: its font is not ours to use.
s/@font-face{[^}]*}//g
s/GDS Transport,arial/arial/g
s|/[*]# sourceMappingURL=[^*]*[*]/||
