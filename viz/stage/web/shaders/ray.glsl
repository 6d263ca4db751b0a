// The ray of a pixel, in Earth-fixed axes.
in vec3 way;
out vec4 output_color;

#ifdef PORTS
// The sight's middle field looks along the axis, and each of its eight ports at the horizon in its own direction.
uniform mat3 sight_axes;         // right, up and forward, to Earth-fixed axes
uniform vec2 view_size, view_corner;
const float PORT_FROM = 0.79, PORT_WIDE = 0.15;    // of half the picture's height, as in opening.frag.glsl
const float HORIZON = 1.30, PORT_FIELD = 0.22;     // radians: the horizon's mean angle off the axis, half a port's field

vec3 rayOfPixel() {
    vec2 p = (gl_FragCoord.xy - view_corner - 0.5 * view_size) / (0.5 * view_size.y);
    if (length(p) < PORT_FROM - PORT_WIDE - 0.02) return normalize(way);
    float turn = (floor(atan(p.y, p.x) / 0.78539816) + 0.5) * 0.78539816;
    vec2 out_ = vec2(cos(turn), sin(turn));
    vec2 inPort = vec2(dot(p, out_) - PORT_FROM, dot(p, vec2(-out_.y, out_.x))) / PORT_WIDE * PORT_FIELD;
    float off = HORIZON + inPort.x, round_ = turn + inPort.y / sin(HORIZON);
    return sight_axes * vec3(sin(off) * cos(round_), sin(off) * sin(round_), cos(off));
}
#else
vec3 rayOfPixel() { return normalize(way); }
#endif
