uniform vec2 view_size, view_corner;      // of the picture in the window, pixels
uniform float view_mask;
out vec4 output_color;

// A porthole's ring, or a sight: a middle field and eight ports round it in which the horizon must stand.
float opening() {
    vec2 p = (gl_FragCoord.xy - view_corner - 0.5 * view_size) / (0.5 * view_size.y);
    float edge = 2.5 / view_size.y, r = length(p);
    if (view_mask < 1.5) return 1.0 - smoothstep(0.93 - edge, 0.93 + edge, r);
    float angle = atan(p.y, p.x);
    float nearest = (floor(angle / 0.78539816) + 0.5) * 0.78539816;
    float port = length(p - 0.79 * vec2(cos(nearest), sin(nearest)));
    return max(1.0 - smoothstep(0.56 - edge, 0.56 + edge, r), 1.0 - smoothstep(0.15 - edge, 0.15 + edge, port));
}

void main(void) {
    output_color = vec4(vec3(opening()), 1.0);         // multiplied into the picture
}
