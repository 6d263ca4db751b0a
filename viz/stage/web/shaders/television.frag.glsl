// The whole picture once more, as the television receiver of 1965 would show it: grey, soft-clipped, in lines.
uniform sampler2D picture;
uniform vec2 view_size, view_corner;      // of the picture in the window, pixels
uniform vec2 picture_corner;              // of the copy in the window
out vec4 output_color;

vec3 television(vec3 c) {
    float grey = dot(c, vec3(0.35, 0.5, 0.15));
    grey = 0.09 + 0.80 * smoothstep(0.0, 1.05, pow(grey, 0.8));
    vec2 place = (gl_FragCoord.xy - view_corner) / view_size;
    float line = 0.93 + 0.07 * cos(6.2831853 * place.y * 200.0);
    // Frame marks as on the tube: a cross in the middle and four corners.
    vec2 from = (place - 0.5) * vec2(view_size.x / view_size.y, 1.0);
    vec2 corner = abs(abs(from) - vec2(0.5 * view_size.x / view_size.y - 0.12, 0.38));
    vec2 middle = abs(from);
    float thin = 0.0022, arm = 0.028;
    bool mark = (middle.x < thin && middle.y < arm) || (middle.y < thin && middle.x < arm)
             || (corner.x < thin && corner.y < arm) || (corner.y < thin && corner.x < arm);
    if (mark) grey = mix(grey, 0.95, 0.55);
    vec2 off = (place - 0.5) * vec2(1.05, 1.15);
    float vignette = 1.0 - 0.9 * dot(off, off);
    return vec3(grey * line * vignette);
}

void main(void) {
    vec3 c = texelFetch(picture, ivec2(gl_FragCoord.xy - picture_corner), 0).rgb;
    output_color = vec4(television(c), 1.0);
}
